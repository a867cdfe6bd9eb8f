/** Where a workspace's documents lie in its blobs, as one object: they change together or not at all. */
export const publishedPath = 'config/workspace.json';
