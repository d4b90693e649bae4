package dev.drover.xia.chunk;

/**
 * What a cache holds and what became of what it was given, since it was made.
 *
 * @param chunks in it
 * @param bytes that they take, by {@link ContentCache#footprint}
 * @param hits chunks asked for that were there
 * @param misses chunks asked for that were not
 * @param inserted chunks taken in
 * @param evicted chunks given up for others
 * @param expired chunks that grew too old
 * @param poisoned contents refused because the name was not their own
 */
public record CacheCounts(
    int chunks,
    long bytes,
    long hits,
    long misses,
    long inserted,
    long evicted,
    long expired,
    long poisoned) {}
