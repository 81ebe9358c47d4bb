const MARK = '[redacted]';

/** What looks like a Plex credential whoever wrote it: whatever is named a secret, transient and claim tokens, and JWTs. */
const CREDENTIAL =
  /((?:token|password|secret|cookie)["']?\s*[:=]\s*["']?)[^"'&<>\s,;}]+|(?:transient|claim)-[\w-]{8,}|eyJ[\w-]+\.[\w-]+\.[\w-]*/gi;

/**
 * Text fit to be shown: every given secret (none of them empty) is gone, in each form it may be echoed in: plain,
 * percent-encoded, as a form field, in JSON, in markup. So is whatever looks like a Plex credential.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).sort((a, b) => b.length - a.length);
  return forms.reduce((rest, form) => rest.replaceAll(form, MARK), text).replace(CREDENTIAL, `$1${MARK}`);
}

function formsOf(secret: string): string[] {
  const field = `${new URLSearchParams({ _: secret })}`.slice(2);
  const markup = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return [
    secret,
    field,
    field.replace(/\+/g, '%20'),
    JSON.stringify(secret).slice(1, -1),
    markup,
    markup.replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
  ];
}
