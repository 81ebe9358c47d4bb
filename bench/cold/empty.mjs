// The least an import can cost.
export const nothing = undefined;
