import { ROLES, type Role, type TokenView } from '@ringmaster/contracts';
import { Option } from 'commander';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { table } from '../terminal/table.js';
import type { Verb } from './verb.js';

export const tokenVerb: Verb = (program, action) => {
  const token = program
    .command('token')
    .description("tokens for other users and for workers; the home directory's own is an administrator's");
  token
    .command('create')
    .description('make a token and print it, this once')
    .argument('<name>', 'whose it is: the owner of the jobs that come with it')
    .addOption(
      new Option(
        '--role <role>',
        'worker: joins as a worker; reader: looks; submitter: submits, stops and changes jobs; admin: everything',
      )
        .choices(ROLES)
        .makeOptionMandatory(),
    )
    .action(
      action<{ role: Role }>(async ({ session, args: [name = ''], options: { role } }) => {
        const client = await connect(session);
        const created = await client.tokens.create({ name, role }, callOptions(session));
        return { data: { ...created }, text: created.token };
      }),
    );
  token
    .command('ls')
    .description('list tokens by name, role and age; nobody can read a token again')
    .action(
      action(async ({ session }) => {
        const tokens = await (await connect(session)).tokens.list(callOptions(session));
        return { data: { tokens }, text: tokens.length === 0 ? '' : listText(tokens) };
      }),
    );
  token
    .command('revoke')
    .description('a token is worth nothing from now on')
    .argument('<name>', 'its name')
    .action(
      action(async ({ session, args: [name = ''] }) => {
        const revoked = await (await connect(session)).tokens.revoke(name, callOptions(session));
        return { data: { revoked }, text: `${revoked.name} (${revoked.role}) is revoked` };
      }),
    );
};

const listText = (tokens: readonly TokenView[]): string =>
  table(
    ['NAME', 'ROLE', 'CREATED'],
    tokens.map(({ name, role, createdAt }) => [name, role, createdAt]),
  );
