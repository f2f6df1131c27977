/** EventBridge's words for a branch, or for all branches below a prefix. */
export function referencePattern(branch: string): string | { readonly prefix: string } {
  return branch.endsWith('/*') ? { prefix: branch.slice(0, -1) } : branch;
}
