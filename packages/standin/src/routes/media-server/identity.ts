import type { Context } from 'hono';
import type { StandInEnv } from '../../deps.js';
import { apiVersionOf } from '../../rules/versions.js';
import { writeMediaContainer } from '../../views/answers.js';

/**
 * Answers `GET /identity` to anyone, whatever token they show.
 *
 * @rule identity.never-authenticates
 */
export function getIdentity(c: Context<StandInEnv>): Response {
  const { machineIdentifier, version } = c.get('server');
  const apiVersion = apiVersionOf(version);
  const announced = apiVersion === undefined ? {} : { apiVersion };
  return writeMediaContainer(c, { size: 0, ...announced, claimed: true, machineIdentifier, version });
}
