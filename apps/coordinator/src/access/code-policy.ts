import type { ResolvedJob, Role } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ConnectedAgent } from '@ringmaster/scheduling';

export interface CodePolicyOptions {
  /** Of this coordinator's configuration. */
  readonly allowed: boolean;
  readonly connected: () => readonly ConnectedAgent[];
}

/** Whether jobs whose model is code are taken in. */
export interface CodePolicy {
  /**
   * Lets every job pass that brings no code, and one that does where all have agreed: this coordinator, a worker, and an
   * administrator. A retry brings nothing new: it has no `role`.
   * @throws TrainError `forbidden` naming who has not, and how he would
   */
  require(job: Pick<ResolvedJob, 'model'>, role?: Role): void;
}

export const createCodePolicy = ({ allowed, connected }: CodePolicyOptions): CodePolicy => ({
  require({ model }, role) {
    if (!model.code) return;
    const refuse = (message: string) => new TrainError('forbidden', `model.code: ${message}`);
    if (!allowed)
      throw refuse(
        'this coordinator takes no code: start it with --allow-code where everybody who administers it may run programs on the workers',
      );
    if (role !== undefined && role !== 'admin')
      throw refuse(
        `code runs with the rights of the workers, so that only an admin may submit it; this token is a ${role}'s`,
      );
    const agents = connected();
    if (agents.length > 0 && !agents.some(({ allowCode }) => allowCode))
      throw refuse(
        'no worker that is here loads code: start one with `ringmaster worker start --allow-code`',
      );
  },
});
