import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the CLI takes from the environment, read once at the start. Flags win over all of it. */
export interface CliEnvironment {
  readonly home: string;
  readonly url: string | undefined;
  readonly tokenFile: string | undefined;
  readonly token: string | undefined;
  /** NO_COLOR and FORCE_COLOR; undefined: colour where a terminal is. */
  readonly color: boolean | undefined;
  /** TERM=dumb: no cursor movement. */
  readonly isDumbTerminal: boolean;
  /** What `npm run setup` has made, for all checkouts of this user. */
  readonly cacheDir: string;
  /** For child processes. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

type Variables = Readonly<Record<string, string | undefined>>;

export function readEnvironment(variables: Variables, platform: NodeJS.Platform): CliEnvironment {
  const value = (name: string) => (variables[name] === '' ? undefined : variables[name]);
  return {
    home: resolve(value('RINGMASTER_HOME') ?? defaultHome(variables, platform)),
    url: value('RINGMASTER_URL'),
    tokenFile: value('RINGMASTER_TOKEN_FILE'),
    token: value('RINGMASTER_TOKEN'),
    color: colorWish(variables),
    isDumbTerminal: value('TERM') === 'dumb',
    cacheDir: resolve(
      value('RINGMASTER_CACHE') ?? join(value('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'ringmaster'),
    ),
    inherited: variables,
  };
}

/** https://no-color.org; FORCE_COLOR as in chalk's supports-color: any value but 0 and false. */
function colorWish(variables: Variables): boolean | undefined {
  const force = variables['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return (variables['NO_COLOR'] ?? '') !== '' ? false : undefined;
}

/** The platform's directory for a user's data (on Linux: XDG Base Directory Specification 0.8). */
function defaultHome(variables: Variables, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'ringmaster');
  if (platform === 'win32')
    return join(variables['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'ringmaster');
  return join(variables['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'ringmaster');
}
