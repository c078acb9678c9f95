import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.js';

describe('readEnvironment', () => {
  it.each([
    ['nothing', {}, undefined],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, undefined],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR wins', { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
  ])('colour: %s', (_name, variables, color) => {
    expect(readEnvironment(variables, 'linux').color).toBe(color);
  });

  it.each([
    [{ RINGMASTER_HOME: '/data/rm' }, '/data/rm'],
    [{ RINGMASTER_HOME: '', XDG_DATA_HOME: '/xdg' }, '/xdg/ringmaster'],
  ])('home: %j', (variables, home) => {
    expect(readEnvironment(variables, 'linux').home).toBe(home);
  });
});
