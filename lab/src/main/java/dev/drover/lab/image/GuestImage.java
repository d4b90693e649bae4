package dev.drover.lab.image;

import java.nio.file.Path;

/**
 * What a guest boots from.
 *
 * @param key changes with anything that the image is made of
 * @param kernel a Debian cloud kernel
 * @param initrd compressed initial RAM disk that is the guest's whole file system
 */
public record GuestImage(String key, Path kernel, Path initrd) {}
