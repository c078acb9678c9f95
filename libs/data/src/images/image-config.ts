import { z } from 'zod';

const side = z.int().min(1).max(8_192);

/** What documents say about PNG and JPEG images, whatever holds them. */
export const imageConfig = {
  size: z.strictObject({ height: side, width: side }).optional().describe('size of a sample, in pixels'),
  fit: z
    .enum(['refuse', 'crop', 'stretch'])
    .default('refuse')
    .describe(
      'images of another size are an error, are cut around their middle and resized, or only resized',
    ),
  channels: z.enum(['rgb', 'grayscale']).default('rgb').describe('what a sample is made of'),
};

interface Checked {
  readonly fit: string;
  readonly size?: unknown;
}

/** For a schema's superRefine. */
export function checkImageConfig(
  { fit, size }: Checked,
  context: { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void },
): void {
  if (fit !== 'refuse' && size === undefined)
    context.addIssue({ code: 'custom', path: ['size'], message: `fit: ${fit} needs a size` });
}
