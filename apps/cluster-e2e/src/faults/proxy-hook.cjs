// Loaded into agents and trainers of a cluster under test (NODE_OPTIONS=--require). What the network thread of a trainer
// connects to goes through a proxy, which is told first where to. A trainer's environment is made by its agent, which
// leaves these two variables out, so the agent's half puts them in again.
const childProcess = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const { isMainThread } = require('node:worker_threads');

const port = Number(process.env.TEST_DATA_PROXY);

if (isMainThread) {
  const { NODE_OPTIONS, TEST_DATA_PROXY } = process.env;
  for (const name of ['spawn', 'fork']) {
    const original = childProcess[name];
    childProcess[name] = (file, args, options) =>
      original(file, args, {
        ...options,
        env: { ...(options?.env ?? process.env), NODE_OPTIONS, TEST_DATA_PROXY },
      });
  }
} else {
  const { connect } = net;
  net.connect = (options, ...rest) => {
    if (typeof options !== 'object' || options.port === undefined) return connect(options, ...rest);
    const socket = connect({ ...options, host: '127.0.0.1', port }, ...rest);
    socket.write(`${options.host} ${options.port}\n`);
    return socket;
  };
}
syncBuiltinESMExports();
