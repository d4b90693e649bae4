/**
 * Content: chunks that are named by the hash of their bytes, published, asked for in pieces, kept
 * by whoever they pass, and verified before anyone uses or keeps them.
 */
@NullMarked
package dev.drover.xia.chunk;

import org.jspecify.annotations.NullMarked;
