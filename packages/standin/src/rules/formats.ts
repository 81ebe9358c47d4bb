/** The two machine-readable forms of an answer. */
export type Format = 'json' | 'xml';

/**
 * The form an answer takes: JSON for a `.json` path or when `Accept` names JSON before XML, XML otherwise.
 *
 * @rule negotiate.json-on-accept
 */
export function formatOf(path: string, accept: string | undefined): Format {
  if (path.endsWith('.json')) return 'json';
  for (const range of (accept ?? '').split(',')) {
    const [name = ''] = range.split(';');
    const type = name.trim().toLowerCase();
    if (type === 'application/json') return 'json';
    if (type === 'application/xml' || type === 'text/xml') return 'xml';
  }
  return 'xml';
}
