import { smoke } from '../smoke/smoke.js';

/** A Worker that runs the suite in the world it is sent. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await smoke(await request.json()));
  },
};
