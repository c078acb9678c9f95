import type { EncodeSpecs } from '../encode/encode-config.js';
import type { Dataset, Split } from '../dataset.js';
import type { OpenContext } from '../definition.js';
import type { SplitSpec } from '../split-spec.js';
import type { SelectSpec } from '../select/select-config.js';
import { assemble } from './assemble.js';
import type { Filling } from './fill-missing.js';
import type { FileView } from '../stream/file-view.js';
import { loadFiles } from './load-files.js';
import { viewFiles } from './view-files.js';
import { joinBlocks } from './join-blocks.js';
import type { SampleBlock } from './sample-block.js';

/** The files that hold one split's samples, in order; each group is read as one. */
export type SplitGroups<Group> = Readonly<Partial<Record<Split, readonly Group[] | undefined>>> & {
  readonly train: readonly Group[];
};

export interface FileFormat<Group> {
  readonly groups: SplitGroups<Group>;
  /** The files of a group. */
  names(group: Group): readonly string[];
  read(group: Group, bytes: (name: string) => Uint8Array): SampleBlock | Promise<SampleBlock>;
  /** Reads all but the samples of a group, which stay in their files; absent where a format is read whole. */
  stream?(group: Group, view: (name: string) => FileView): SampleBlock;
  /** Why files are read whole though the format allows otherwise. */
  readonly whole?: string | undefined;
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

const NO_STREAM = 'stream is for npy, idx, cifar, csv and jsonl: leave it out here';

/**
 * Opens a data set of files: load and hash, read each group, join, deal the splits. Files that are large, or of which the
 * document says so, are read by position where their format allows it.
 */
export async function openFileDataset<Group>(
  context: OpenContext,
  {
    groups,
    names,
    read,
    stream,
    sha256,
    whole = stream ? undefined : NO_STREAM,
    ...options
  }: FileFormat<Group>,
): Promise<Dataset> {
  const all = Object.values(groups).flatMap((list) => list ?? []);
  const files = [...new Set(all.flatMap(names))];
  const viewed = await viewFiles(context, files, { whole, published: sha256 });
  try {
    const loaded = viewed ?? (await loadFiles(context, files, sha256));
    const readGroup = (group: Group) =>
      'view' in loaded
        ? (stream as NonNullable<typeof stream>)(group, loaded.view)
        : read(group, loaded.bytes);
    const blockOf = async (list: readonly Group[] | undefined): Promise<SampleBlock | undefined> => {
      if (list === undefined) return undefined;
      const blocks: SampleBlock[] = [];
      for (const group of list) blocks.push(await readGroup(group));
      return joinBlocks(blocks);
    };
    const [train, validation, test] = [
      (await blockOf(groups.train)) as SampleBlock,
      await blockOf(groups.validation),
      await blockOf(groups.test),
    ];
    return assemble(
      { train, ...(validation && { validation }), ...(test && { test }) },
      { name: context.name, hash: loaded.hash, openFile: context.openFile, ...options },
    );
  } finally {
    viewed?.close();
  }
}
