/** What a file gives; undefined when there is none. @throws Error when it cannot be read. */
export async function ifThere<Contents>(reading: Promise<Contents>): Promise<Contents | undefined> {
  return reading.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

/** The members of the object that a text is as JSON; of anything else there are none. */
export function membersIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The members of an object. By hand: a schema library would take longer to load than all else that a command does. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Why a system call failed: `ENOENT`, `EEXIST`, … */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
