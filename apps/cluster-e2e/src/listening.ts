import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** Addresses on which the processes listen for TCP, as `ss -ltn` shows them: read from /proc, so that no tool is needed. */
export function listeningAddresses(pids: readonly number[]): string[] {
  const owned = new Set(pids.flatMap(socketInodes));
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === LISTEN && owned.has(columns[9] ?? ''))
      .map((columns) => address(columns[1] ?? '')),
  );
}

function socketInodes(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  return readdirSync(directory).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${directory}/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed meanwhile
    }
  });
}

/** `0100007F:1F90` → `127.0.0.1:8080`: each 32-bit word is in host byte order. */
function address(hex: string): string {
  const [host = '', port = ''] = hex.split(':');
  const words = host.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  const text =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : `[${bytes.join('').replace(/^0{31}1$/, '::1')}]`;
  return `${text}:${Number.parseInt(port, 16)}`;
}
