import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { userPlaces } from '@ringmaster/contracts';

/** What the CLI takes from the environment, read once at the start. Flags win over all of it. */
export interface CliEnvironment {
  readonly home: string;
  readonly url: string | undefined;
  readonly tokenFile: string | undefined;
  readonly token: string | undefined;
  readonly caFile: string | undefined;
  /** NO_COLOR and FORCE_COLOR; undefined: colour where a terminal is. */
  readonly color: boolean | undefined;
  /** TERM=dumb: no cursor movement. */
  readonly isDumbTerminal: boolean;
  /** What the set-up has made, for all checkouts and installations of this user. */
  readonly cacheDir: string;
  /** For child processes. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

type Variables = Readonly<Record<string, string | undefined>>;

export function readEnvironment(variables: Variables, platform: NodeJS.Platform): CliEnvironment {
  const value = (name: string) => (variables[name] === '' ? undefined : variables[name]);
  const places = userPlaces({ variables, platform, userDirectory: homedir() });
  return {
    home: resolve(places.home),
    url: value('RINGMASTER_URL'),
    tokenFile: value('RINGMASTER_TOKEN_FILE'),
    token: value('RINGMASTER_TOKEN'),
    caFile: value('RINGMASTER_CA_FILE'),
    color: colorWish(variables),
    isDumbTerminal: value('TERM') === 'dumb',
    cacheDir: resolve(places.cache),
    inherited: variables,
  };
}

/** https://no-color.org; FORCE_COLOR as in chalk's supports-color: any value but 0 and false. */
function colorWish(variables: Variables): boolean | undefined {
  const force = variables['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return (variables['NO_COLOR'] ?? '') !== '' ? false : undefined;
}
