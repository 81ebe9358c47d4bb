export {
  credentialStoreContract,
  type StoreContractCase,
  type StoreContractOptions,
} from './contract/credential-store-contract.js';
export type { StoreUnderTest } from './contract/store-under-test.js';
