export { tell } from '../flows/tell.js';
