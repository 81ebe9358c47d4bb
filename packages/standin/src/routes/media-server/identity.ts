import type { Context } from 'hono';
import { NOBODY } from '../../db/servers.js';
import type { StandInEnv } from '../../deps.js';
import { apiVersionOf } from '../../rules/versions.js';
import { writeMediaContainer } from '../../views/answers.js';

/**
 * Answers `GET /identity` to anyone, whatever token they show.
 *
 * @rule identity.never-authenticates
 * @rule identity.claimed
 */
export function getIdentity(c: Context<StandInEnv>): Response {
  const { machineIdentifier, version, ownerId } = c.get('server');
  const apiVersion = apiVersionOf(version);
  const announced = apiVersion === undefined ? {} : { apiVersion };
  return writeMediaContainer(c, { size: 0, ...announced, claimed: ownerId !== NOBODY, machineIdentifier, version });
}
