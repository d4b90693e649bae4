package dev.drover.cli.lab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Joins the terminal to a VM's serial console until Ctrl-] or the VM's end. */
final class Console {
  private static final int LEAVE = 0x1d;

  private Console() {}

  static int join(Path socket) {
    boolean terminal = Screen.asks();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      System.out.println("Ctrl-] leaves the console.");
      if (terminal) {
        stty("raw", "-echo");
      }
      Thread screen =
          Thread.ofVirtual().start(() -> copy(Channels.newInputStream(channel), System.out, false));
      copy(System.in, Channels.newOutputStream(channel), true);
      screen.interrupt();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "console " + socket + " does not open: " + e.getMessage(), e);
    } finally {
      if (terminal) {
        stty("sane");
        System.out.println();
      }
    }
  }

  private static void copy(InputStream from, OutputStream to, boolean untilLeave) {
    byte[] buffer = new byte[4096];
    try {
      for (int count; (count = from.read(buffer)) > 0; ) {
        for (int i = 0; untilLeave && i < count; i++) {
          if (buffer[i] == LEAVE) {
            return;
          }
        }
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // Either end has gone: that is how a console session ends.
    }
  }

  private static void stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "stty does not start; install coreutils", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
