/**
 * Who says something: keys whose hashes are identifiers, and statements that cannot be forged or
 * replayed.
 */
@NullMarked
package dev.drover.xia.identity;

import org.jspecify.annotations.NullMarked;
