// docs/models.md from the registry of models and the schemas of their options.
import { fieldTable } from './job-document.mjs';
import { cell, code, page, table } from './markdown.mjs';

const INTRO = `A job document names a model by \`model.name\` and sets its options in \`model.config\`:

\`\`\`yaml
model: { name: resnet, config: { depth: 20 } }
\`\`\`

\`ringmaster show model <name> --set depth=50\` prints every layer with its shape, parameters, multiply-adds and receptive
field. The number of outputs follows from the loss and the data set. Sizes named here are tested. A last section has [your own](guides/bring-your-own.md).`;

export async function models({ sources }) {
  const sections = Object.values(sources.MODELS).map(({ name, summary, config }) => {
    const schema = sources.toJSONSchema(config, { io: 'input' });
    const options = fieldTable('', schema).map((text) => text.slice(text.indexOf('\n\n') + 2));
    return `## \`${name}\`\n\n${summary[0].toUpperCase()}${summary.slice(1)}.\n\n${options.join('\n\n')}`;
  });
  const own = sources.ALL_MODELS.filter(({ brought }) => brought).map(({ name, summary }) => [code(name), cell(summary)]);
  const brought = `## Your own\n\n${table(['`model.name`', 'what'], own)}`;
  return { 'docs/models.md': page('Models', 'libs/models/src/registry.ts', INTRO, ...sections, brought) };
}
