// Loaded into agents and trainers of a cluster under test (NODE_OPTIONS=--require). What the network thread of a trainer
// connects to goes through a proxy, which is told first where to.
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const { isMainThread } = require('node:worker_threads');

const port = Number(process.env.TEST_DATA_PROXY);

if (isMainThread) require('./into-trainers.cjs')('NODE_OPTIONS', 'TEST_DATA_PROXY');
else {
  const { connect } = net;
  net.connect = (options, ...rest) => {
    if (typeof options !== 'object' || options.port === undefined) return connect(options, ...rest);
    const socket = connect({ ...options, host: '127.0.0.1', port }, ...rest);
    socket.write(`${options.host} ${options.port}\n`);
    return socket;
  };
  syncBuiltinESMExports();
}
