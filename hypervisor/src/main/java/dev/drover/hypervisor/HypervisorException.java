package dev.drover.hypervisor;

/** The hypervisor refused, failed or went away. */
public class HypervisorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String errorClass;

  /**
   * Carries the hypervisor's own code.
   *
   * @param errorClass the protocol's own code, such as QMP's {@code GenericError}
   */
  public HypervisorException(String errorClass, String message) {
    super(message);
    this.errorClass = errorClass;
  }

  public HypervisorException(String errorClass, String message, Throwable cause) {
    super(message, cause);
    this.errorClass = errorClass;
  }

  public String errorClass() {
    return errorClass;
  }
}
