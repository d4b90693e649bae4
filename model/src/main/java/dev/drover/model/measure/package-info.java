/** How what happens to tenants is measured, the same for real and for simulated ones. */
@NullMarked
package dev.drover.model.measure;

import org.jspecify.annotations.NullMarked;
