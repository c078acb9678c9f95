import { createTokenPredictor } from '@ringmaster/engine';
import { type ExportedModel, languageHead } from '@ringmaster/serving';
import type { ServedLanguage } from './generation-service.js';

/** A model of next tokens or translations, ready to be asked for texts; undefined of any other. */
export async function languageOf(
  exported: ExportedModel,
  label: string,
): Promise<ServedLanguage | undefined> {
  const says = exported.tokens?.objective;
  if (says !== 'nextToken' && says !== 'translation') return undefined;
  const head = languageHead(exported, label);
  return { head, predictor: await createTokenPredictor(exported, head) };
}
