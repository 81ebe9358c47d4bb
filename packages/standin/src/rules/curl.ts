/** A body as an endpoint takes it: the names of what stands in it. */
export interface Body {
  readonly type: 'form' | 'json';
  readonly names: readonly string[];
}

/** A request of the log, as far as it can be asked again. */
export interface Repeatable {
  readonly method: string;
  /** `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** The path with its query, as the log shows it. */
  readonly path: string;
  readonly clientIdentifier: string | null;
  /** Whose token it carried, and of which kind; null for a request without one. */
  readonly token: { readonly kind: string; readonly person: string | null } | null;
  /** What its body is made of; undefined for a request without one. */
  readonly body: Body | undefined;
}

/** Whatever a terminal would act on, or not show, when it is pasted: control and format characters, halves of pairs. */
const UNPASTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** What an address cannot hold as it is, and `[`, `]`, `{` and `}`, which mean something to curl. */
const UNSAFE_IN_URL = /[^\w\-.~:/?#@!$&'()*+,;=%]+/gu;

/** A word no shell can take for anything else, and no terminal. */
function quoted(word: string): string {
  const shown = UNPASTABLE.test(word) ? '<as it was>' : word;
  return `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}

function inUrl(path: string): string {
  return path
    .replaceAll('[redacted]', 'REDACTED')
    .replaceAll(UNSAFE_IN_URL, (text) => encodeURIComponent(Buffer.from(text).toString()));
}

/** What stands in a token's place: it says which one to put there. */
function placeholder({ kind, person }: NonNullable<Repeatable['token']>): string {
  return person === null ? '<token>' : `<${kind} token of ${person}>`;
}

function headersOf({ clientIdentifier, token }: Repeatable): string[] {
  const headers = ['Accept: application/json'];
  if (clientIdentifier !== null) headers.push(`X-Plex-Client-Identifier: ${clientIdentifier}`);
  if (token !== null) headers.push(`X-Plex-Token: ${placeholder(token)}`);
  // What a header cannot hold was sent otherwise.
  return headers.map((header) => (UNPASTABLE.test(header) ? header.replace(/: .*/s, ': <as it was>') : header));
}

function bodyOf(body: Body | undefined): string[] {
  if (body === undefined) return [];
  const { type, names } = body;
  if (type === 'form') return names.flatMap((name) => ['--data-urlencode', quoted(`${name}=<${name}>`)]);
  const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, `<${name}>`])));
  return ['-H', quoted('Content-Type: application/json'), '--data', quoted(json)];
}

/** The command that sends a request of the log again, once its placeholders are filled in; every word of it is quoted. */
export function curlOf(request: Repeatable): string {
  const { method, origin, path, body } = request;
  const words = [
    ...(method === 'GET' ? [] : ['-X', quoted(method)]),
    quoted(`${origin}${inUrl(path)}`),
    ...headersOf(request).flatMap((header) => ['-H', quoted(header)]),
    ...bodyOf(body),
  ];
  return ['curl', ...words].join(' ');
}
