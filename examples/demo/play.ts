import { type Check, holds } from './checks.js';
import type { Heading, Page } from './page.js';
import type { Scene } from './scene.js';
import { openShow, type Show } from './show.js';

/** What a section is played with. */
export interface Stage {
  readonly scene: Scene;
  /** Everything that was printed so far. */
  readonly printed: () => string;
  /**
   * Prints a heading and plays what belongs under it.
   * @throws SectionEnded when the step ended with an error: what comes after it would build on nothing.
   */
  readonly step: <T>(heading: Heading, play: (show: Show) => Promise<T>) => Promise<T>;
}

/** Some steps about one subject. */
export interface Section {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

/** How it went. */
export interface Outcome {
  readonly checks: number;
  /** Where something was not as expected: the titles of the steps, once for each line. */
  readonly failures: readonly string[];
}

class SectionEnded extends Error {
  override readonly name = 'SectionEnded';
}

/** Plays every section, printing each line with its verdict. What goes wrong in a step is reported, not thrown. */
export async function playSections(sections: readonly Section[], scene: Scene, page: Page): Promise<Outcome> {
  const failures: string[] = [];
  let checks = 0;
  let steps = 0;

  const step = async <T>(heading: Heading, play: (show: Show) => Promise<T>): Promise<T> => {
    const before = checks;
    steps += 1;
    page.heading(steps, heading);
    const add = (check: Check): void => {
      checks += 1;
      page.check(check);
      if (!holds(check)) failures.push(heading.title);
    };
    const show = openShow(scene, add);
    try {
      return await play(show);
    } catch (error) {
      add({ kind: 'fact', label: 'ended with', came: describe(error), expected: 'no error' });
      throw new SectionEnded(heading.title);
    } finally {
      show.end();
      if (checks === before) add({ kind: 'fact', label: 'checks in this step', came: 0, expected: /[1-9]/ });
    }
  };

  for (const section of sections) {
    page.section(section.title);
    try {
      await section.play({ scene, step, printed: () => page.printed() });
    } catch (error) {
      if (!(error instanceof SectionEnded)) throw error;
    }
  }
  return { checks, failures };
}

/** What the process ends with: 0 when there were lines and each was as expected, 1 otherwise. */
export function exitCodeOf({ checks, failures }: Outcome): 0 | 1 {
  return checks > 0 && failures.length === 0 ? 0 : 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no error';
}
