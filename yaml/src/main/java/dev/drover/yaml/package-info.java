/** YAML files with errors that say file and line, and that refuse every field nobody asked for. */
@NullMarked
package dev.drover.yaml;

import org.jspecify.annotations.NullMarked;
