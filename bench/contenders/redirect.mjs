// For clients with https://plex.tv written into them: what they ask of node:https goes to the answering server by
// node:http, on connections that are kept.
import http from 'node:http';
import https from 'node:https';

export function redirect(origin) {
  const { hostname, port } = new URL(origin);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const there = { protocol: 'http:', hostname, host: hostname, port, agent };
  https.request = (first, ...rest) => {
    if (typeof first !== 'string') return http.request(Object.assign({}, first, there), ...rest);
    const { pathname, search } = new URL(first);
    const [options, answered] = rest;
    return http.request(Object.assign({}, options, there, { path: pathname + search }), answered);
  };
  return agent;
}
