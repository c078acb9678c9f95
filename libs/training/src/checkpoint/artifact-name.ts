import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** Parts never begin with a dot: `.`, `..` and our own hidden files are out of reach of every name. */
const PART = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** @throws TrainError `invalid` */
export function checkArtifactName(name: string): string {
  const parts = name.split('/');
  if (name.length > LIMITS.artifactNameBytes || !parts.every((part) => PART.test(part)))
    throw new TrainError(
      'invalid',
      `artifact name ${JSON.stringify(name.slice(0, 80))}: use letters, digits, ".", "_", "-" and "/" between parts, ` +
        `no part may begin with ".", at most ${LIMITS.artifactNameBytes} characters`,
    );
  return name;
}
