/** The two machine-readable forms of an answer. */
export type Format = 'json' | 'xml';

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['application/json', 'json'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
]);

/** How much a range of `Accept` is wanted, 0 to 1; 1 unless it says otherwise. */
function weightOf(parameters: readonly string[]): number {
  const [, weight] =
    parameters.map((one) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(one)).find((found) => found !== null) ?? [];
  const number = Number(weight ?? 1);
  return Number.isNaN(number) ? 1 : number;
}

/**
 * The form an answer takes: that of the path's ending, else JSON when `Accept` names JSON and does not prefer XML, else
 * XML.
 *
 * @rule negotiate.json-on-accept
 * @rule negotiate.legacy-ending
 * @rule negotiate.accept-weighed
 */
export function formatOf(path: string, accept: string | undefined): Format {
  if (path.endsWith('.json')) return 'json';
  if (path.endsWith('.xml')) return 'xml';
  let preferred: { format: Format; weight: number } = { format: 'xml', weight: 0 };
  for (const range of (accept ?? '').split(',')) {
    const [name = '', ...parameters] = range.split(';');
    const format = FORMATS.get(name.trim().toLowerCase());
    const weight = weightOf(parameters);
    if (format !== undefined && weight > preferred.weight) preferred = { format, weight };
  }
  return preferred.format;
}
