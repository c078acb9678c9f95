// Loaded into every Node process of a cluster under test (NODE_OPTIONS=--import). Lets one of them die between two
// system calls, or blocks its event loop on SIGUSR2. Without orders in RINGMASTER_HOME it changes nothing.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { isMainThread } from 'node:worker_threads';

const home = process.env.RINGMASTER_HOME ?? '';
const ordersFile = `${home}/failpoint.json`;
/** {script, call, path, nth, when}: die before or after the nth such call of the process that runs the script. */
const orders = () => {
  try {
    return JSON.parse(fs.readFileSync(ordersFile, 'utf8'));
  } catch {
    return undefined;
  }
};
let seen = 0;

function reach(when, call, path) {
  const order = orders();
  if (order === undefined || !process.argv[1]?.endsWith(order.script)) return;
  if (order.call !== '*' && order.call !== call) return;
  if (!String(path).includes(order.path)) return;
  if (when === 'before') seen += 1;
  if (when !== order.when || seen < order.nth) return;
  // Renamed first: the next life of this process shall live.
  fs.renameSync(ordersFile, `${home}/failpoint-hit.json`);
  process.kill(process.pid, 'SIGKILL');
}

const around = (call, path, work) => {
  reach('before', call, path);
  const result = work();
  if (typeof result?.then !== 'function') {
    reach('after', call, path);
    return result;
  }
  return result.then((value) => {
    reach('after', call, path);
    return value;
  });
};

if (isMainThread && home !== '') {
  const paths = new WeakMap();
  const { open, rename } = fs.promises;
  fs.promises.open = (path, ...rest) =>
    around('open', path, () =>
      open(path, ...rest).then((handle) => {
        paths.set(handle, path);
        return handle;
      }),
    );
  fs.promises.rename = (from, to) => around('rename', to, () => rename(from, to));
  const probe = await open('/dev/null', 'r');
  const handles = Object.getPrototypeOf(probe);
  await probe.close();
  for (const call of ['write', 'writeFile', 'sync', 'truncate']) {
    const original = handles[call];
    handles[call] = function (...args) {
      return around(call, paths.get(this) ?? '', () => original.apply(this, args));
    };
  }
  const { write } = net.Socket.prototype;
  net.Socket.prototype.write = function (chunk, ...rest) {
    const text = typeof chunk === 'string' ? chunk : '';
    const isScript = /evalsha|EVALSHA|eval/.test(text.slice(0, 64));
    return isScript
      ? around('redis', text.slice(0, 400), () => write.call(this, chunk, ...rest))
      : write.call(this, chunk, ...rest);
  };
  syncBuiltinESMExports();

  process.on('SIGUSR2', () => {
    const until = performance.now() + Number(fs.readFileSync(`${home}/block-ms`, 'utf8'));
    while (performance.now() < until);
    fs.writeFileSync(`${home}/blocked-pid`, String(process.pid));
  });
}
