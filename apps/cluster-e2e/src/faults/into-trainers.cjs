// What is loaded into agents with NODE_OPTIONS reaches their trainers too: a trainer's environment is made by its agent,
// which leaves such variables out.
const childProcess = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');

module.exports = (...names) => {
  const kept = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  for (const name of ['spawn', 'fork']) {
    const original = childProcess[name];
    childProcess[name] = (file, args, options) =>
      original(file, args, { ...options, env: { ...(options?.env ?? process.env), ...kept } });
  }
  syncBuiltinESMExports();
};
