import { z } from 'zod';
import { readText } from '../../../tools/repository.js';

const texts = z.array(z.string()).min(1);

const odd = z.strictObject({
  methods: texts,
  paths: texts,
  queries: texts,
  headers: z.record(z.string(), texts),
  bodies: texts,
  splinters: texts,
});

/** Values that once broke some server or other, one byte a character. In a text, `<<x*9>>` stands for nine x. */
export const { methods, paths, queries, headers, bodies, splinters } = odd.parse(
  JSON.parse(readText('conformance/soak/fuzz/odd.json')),
);

/** A text with every repetition written out. */
export function expanded(text: string): string {
  return text.replace(/<<(.*?)\*(\d+)>>/gs, (_, piece: string, times: string) => piece.repeat(Number(times)));
}
