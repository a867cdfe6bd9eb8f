/** Names the workspace; without it the server's default one is meant. */
export const workspaceHeader = 'x-syncline-workspace';
