/** The policies that plan an evacuation, by name, and the independent checker of their plans. */
@NullMarked
package dev.drover.decide.evacuation;

import org.jspecify.annotations.NullMarked;
