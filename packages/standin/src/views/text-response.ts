/** Headers by their lower-case names. */
export type Fields = Readonly<Record<string, string>>;

/**
 * A response that becomes one of the web when it must: until then its text and its headers are kept as they are. On a socket
 * they go out so; a web body, made and read back, costs more than all else about an answer.
 */
export class TextResponse extends Response {
  /** What its body will be. */
  readonly content: string;
  readonly #fields: Map<string, string>;
  #headers: Headers | undefined;

  constructor(content: string, status: number, fields: Fields) {
    super(null, { status });
    this.content = content;
    this.#fields = new Map(Object.entries(fields));
  }

  override get headers(): Headers {
    this.#headers ??= new Headers([...this.#fields]);
    return this.#headers;
  }

  /** The headers, names and values by turns, as Node takes them. */
  get rawHeaders(): string[] {
    const list: string[] = [];
    for (const [name, value] of this.#headers ?? this.#fields) list.push(name, value);
    return list;
  }

  /** Sets headers. */
  put(fields: Fields): void {
    const to = this.#headers ?? this.#fields;
    for (const name in fields) to.set(name, fields[name] ?? '');
  }

  /** The same with the text as its body. */
  whole(): Response {
    return new Response(this.content, { status: this.status, headers: this.headers });
  }
}

/** Sets headers of a response of either kind. */
export function putHeaders(response: Response, fields: Fields): void {
  if (response instanceof TextResponse) response.put(fields);
  else for (const [name, value] of Object.entries(fields)) response.headers.set(name, value);
}
