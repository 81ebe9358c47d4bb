import { STATUS_CODES } from 'node:http';

function titled(status: number, head: string): string {
  const reason = STATUS_CODES[status] ?? 'Error';
  return `<html><head>${head}<title>${reason}</title></head><body><h1>${status} ${reason}</h1></body></html>`;
}

/** The page a media server refuses with. */
export function htmlError(status: number): string {
  return titled(status, '');
}

/** The page a media server refuses its root with: a script leads a browser to the web app. */
export function rootUnauthorizedHtml(): string {
  const target = String.raw`window.location.href.match(/(^.+\/)[^\/]*$/)[1] + 'web/index.html'`;
  return titled(401, `<script>window.location = ${target};</script>`);
}
