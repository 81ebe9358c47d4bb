export { nodeTransport, type NodeTransport, type NodeTransportOptions } from './transport/node-http.js';
