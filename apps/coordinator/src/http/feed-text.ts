import type { FeedKind, JobFeed } from '../jobs/job-feed.js';

export interface FeedPart {
  readonly jobId: string;
  readonly kind: FeedKind;
  /** So many lines, the last ones. Default: all. */
  readonly tail?: number | undefined;
}

/** The lines of a job's file as text, piece by piece: no more than one piece is held, whatever is asked for. */
export async function* feedText(
  feed: Pick<JobFeed, 'read' | 'tail'>,
  { jobId, kind, tail }: FeedPart,
): AsyncGenerator<string, void, undefined> {
  let offset = tail === undefined ? 0 : await feed.tail(jobId, kind, tail);
  // What is written meanwhile does not make them more.
  let left = tail ?? Infinity;
  for (let more = true; more && left > 0;) {
    const { lines, end } = await feed.read(jobId, kind, offset);
    const piece = lines.slice(0, left);
    if (piece.length > 0) yield `${piece.map(({ json }) => json).join('\n')}\n`;
    left -= piece.length;
    more = end > offset;
    offset = end;
  }
}
