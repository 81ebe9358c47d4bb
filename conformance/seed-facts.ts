import { z } from 'zod';
import { readText } from '../tools/repository.js';

const parameter = z.strictObject({
  name: z.string(),
  type: z.string(),
  required: z.boolean(),
  example: z.string().optional(),
});

const refusal = z.strictObject({ type: z.string(), status: z.string(), contentType: z.string() });

const operation = z.strictObject({
  name: z.enum(['getTransientToken', 'getSourceConnectionInformation', 'getTokenDetails', 'postUsersSignInData']),
  title: z.string(),
  notes: z.array(z.string()),
  methods: z.array(z.string()),
  base: z.string(),
  path: z.string(),
  sendsToken: z.boolean(),
  contentType: z.string().optional(),
  parameters: z.array(parameter),
  request: z.record(z.string(), z.unknown()).nullable(),
  requiredMembers: z.array(z.array(z.string())),
  status: z.number(),
  payload: z.string(),
  response: z.string(),
  errors: z.array(refusal),
});

const seed = z.strictObject({
  about: z.string(),
  source: z.url(),
  page: z.string(),
  headings: z.strictObject({
    title: z.string(),
    accessor: z.string(),
    sections: z.array(z.string()),
    operation: z.array(z.string()),
  }),
  overview: z.string(),
  client: z.strictObject({
    className: z.string(),
    options: z.array(
      z.strictObject({
        name: z.string(),
        header: z.string(),
        example: z.string().optional(),
        required: z.literal(false),
      }),
    ),
  }),
  exports: z.strictObject({ values: z.array(z.string()), types: z.array(z.string()) }),
  enumerations: z.record(z.string(), z.record(z.string(), z.string())),
  models: z.array(z.string()),
  envelope: z.array(z.string()),
  operations: z.array(operation).length(4),
  retries: z.strictObject({
    strategies: z.array(z.string()),
    backoff: z.array(z.string()),
    members: z.array(z.string()),
    unit: z.string(),
    statuses: z.array(z.number()),
  }),
  sdkError: z.array(z.string()),
});

/** The facts of `spec/seed.json`. */
export const facts = seed.parse(JSON.parse(readText('spec/seed.json')));

/** One of the four operations, as the seed describes it. */
export type SeedOperation = z.infer<typeof operation>;
