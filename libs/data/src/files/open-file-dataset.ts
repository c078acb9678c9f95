import type { EncodeSpecs } from '../encode/encode-config.js';
import type { Dataset, Split } from '../dataset.js';
import type { OpenContext } from '../definition.js';
import type { SplitSpec } from '../split-spec.js';
import type { SelectSpec } from '../select/select-config.js';
import { assemble } from './assemble.js';
import type { Filling } from './fill-missing.js';
import { loadFiles } from './load-files.js';
import { joinBlocks, type SampleBlock } from './sample-block.js';

/** The files that hold one split's samples, in order; each group is read as one. */
export type SplitGroups<Group> = Readonly<Partial<Record<Split, readonly Group[] | undefined>>> & {
  readonly train: readonly Group[];
};

export interface FileFormat<Group> {
  readonly groups: SplitGroups<Group>;
  /** The files of a group. */
  names(group: Group): readonly string[];
  read(group: Group, bytes: (name: string) => Uint8Array): SampleBlock | Promise<SampleBlock>;
  readonly split: SplitSpec;
  readonly classes?: number | undefined;
  /** Rows for the boxes of a sample; default: as many as the fullest one has. */
  readonly maxBoxes?: number;
  readonly filling?: Filling;
  readonly encode?: EncodeSpecs | undefined;
  readonly select?: SelectSpec | undefined;
  /** What each class is called, where the format knows. */
  readonly classNames?: readonly string[] | undefined;
  /** SHA-256 by name of the files that are meant, where only those will do. */
  readonly sha256?: Readonly<Record<string, string>> | undefined;
}

/** Opens a data set of files: load and hash, read each group, join, deal the splits. */
export async function openFileDataset<Group>(
  context: OpenContext,
  { groups, names, read, sha256, ...options }: FileFormat<Group>,
): Promise<Dataset> {
  const all = Object.values(groups).flatMap((list) => list ?? []);
  const { hash, bytes } = await loadFiles(context, [...new Set(all.flatMap(names))], sha256);
  const blockOf = async (list: readonly Group[] | undefined): Promise<SampleBlock | undefined> => {
    if (list === undefined) return undefined;
    const blocks: SampleBlock[] = [];
    for (const group of list) blocks.push(await read(group, bytes));
    return joinBlocks(blocks);
  };
  const [train, validation, test] = [
    (await blockOf(groups.train)) as SampleBlock,
    await blockOf(groups.validation),
    await blockOf(groups.test),
  ];
  return assemble(
    { train, ...(validation && { validation }), ...(test && { test }) },
    { name: context.name, hash, ...options },
  );
}
