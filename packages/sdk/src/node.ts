export { fileStore, type FileStoreOptions } from './stores/file-store.js';
export { nodeTransport, type NodeTransport, type NodeTransportOptions } from './transport/node-http.js';
