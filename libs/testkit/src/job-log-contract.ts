import type { JobEvent } from '@ringmaster/contracts';
import type { JobLog } from '@ringmaster/scheduling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** One place where logs live across openings: a server and a directory, or plain memory. */
export interface JobLogPlace {
  /** Opens the log; called again after `close`, and sees what was there. */
  open(): Promise<JobLog>;
  end(): Promise<void>;
}

/** A well-formed event, for tests. */
export const jobEvent = (jobId: string, seq: number, data: Record<string, unknown> = {}): JobEvent => ({
  seq,
  at: new Date(1_700_000_000_000 + seq).toISOString(),
  jobId,
  type: seq === 0 ? 'submitted' : 'noted',
  data,
});

/** What every {@link JobLog} promises. */
export function jobLogContract(name: string, makePlace: () => Promise<JobLogPlace>): void {
  describe(`JobLog contract: ${name}`, () => {
    let place: JobLogPlace;
    let log: JobLog;
    beforeEach(async () => {
      place = await makePlace();
      log = await place.open();
    });
    afterEach(async () => {
      await log.close();
      await place.end();
    });
    const reopen = async () => {
      await log.close();
      log = await place.open();
    };

    it('starts empty', async () => {
      expect((await log.load()).size).toBe(0);
    });

    it('gives back every job in order, also after reopening', async () => {
      const awkward = {
        text: 'line\nbreak " \u0000 \u{1F600}',
        nested: { list: [1, null, 'x'] },
        number: 0.1,
      };
      await log.append([jobEvent('job-aaaa', 0, awkward), jobEvent('job-aaaa', 1)]);
      await log.append([jobEvent('job-bbbb', 0)]);
      await log.append([jobEvent('job-aaaa', 2)]);
      const expected = new Map([
        ['job-aaaa', [jobEvent('job-aaaa', 0, awkward), jobEvent('job-aaaa', 1), jobEvent('job-aaaa', 2)]],
        ['job-bbbb', [jobEvent('job-bbbb', 0)]],
      ]);
      expect(new Map([...(await log.load())].sort())).toEqual(expected);
      await reopen();
      expect(new Map([...(await log.load())].sort())).toEqual(expected);
      await log.append([jobEvent('job-bbbb', 1)]);
      expect((await log.load()).get('job-bbbb')).toHaveLength(2);
    });

    it.each([[[1]], [[0, 2]], [[0, 0]], [[-1]]])(
      'refuses the numbers %j on an empty log, whole',
      async (seqs) => {
        const append = log.append(seqs.map((seq) => jobEvent('job-aaaa', seq)));
        await expect(append).rejects.toMatchObject({ code: expect.stringMatching(/conflict|invalid/) });
        expect((await log.load()).get('job-aaaa')).toBeUndefined();
        await log.append([jobEvent('job-aaaa', 0)]);
      },
    );

    it('refuses an append of several jobs whole when one does not fit', async () => {
      await log.append([jobEvent('job-aaaa', 0)]);
      const append = log.append([jobEvent('job-bbbb', 0), jobEvent('job-aaaa', 5)]);
      await expect(append).rejects.toMatchObject({ code: 'conflict' });
      expect([...(await log.load()).keys()]).toEqual(['job-aaaa']);
    });

    it('keeps appends that are under way at the same time, in the order of their calls', async () => {
      const jobs = ['job-aaaa', 'job-bbbb', 'job-cccc'];
      const appends = Array.from({ length: 20 }, (_, seq) =>
        jobs.map((id) => log.append([jobEvent(id, seq)])),
      );
      await Promise.all(appends.flat());
      await reopen();
      const loaded = await log.load();
      for (const id of jobs)
        expect(loaded.get(id)?.map((e) => e.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    });

    it('lets one bad append among many fail alone', async () => {
      const results = await Promise.allSettled([
        log.append([jobEvent('job-aaaa', 0)]),
        log.append([jobEvent('job-aaaa', 7)]),
        log.append([jobEvent('job-aaaa', 1)]),
      ]);
      expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await log.load()).get('job-aaaa')).toHaveLength(2);
    });

    it('says where the log of a job lies', () => {
      const places = log.placesOf('job-aaaa');
      expect(places.length).toBeGreaterThan(0);
      for (const place of places) expect(place).toContain('job-aaaa');
    });

    it('refuses appends after close', async () => {
      await log.close();
      await expect(log.append([jobEvent('job-aaaa', 0)])).rejects.toMatchObject({ code: 'unavailable' });
      log = await place.open();
    });
  });
}
