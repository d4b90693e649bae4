/** The lab file: what a lab is made of, read from YAML with errors that say file and line. */
@NullMarked
package dev.drover.lab.file;

import org.jspecify.annotations.NullMarked;
