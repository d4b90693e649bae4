package dev.drover.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.unit.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire of disks; replies are as QEMU 7.2.22 and 10.0 wrote them. */
class BlockCommandTest {
  record Case(BlockCommand<?> command, String verb, String golden) {}

  static Stream<Case> commands() {
    return Stream.of(
        new Case(
            new BlockCommand.NbdServerStart("10.77.0.2", 4444),
            "execute",
            "'nbd-server-start','arguments':{'addr':{'type':'inet',"
                + "'data':{'host':'10.77.0.2','port':'4444'}}}"),
        new Case(
            new BlockCommand.NbdServerStart("/run/vm1.in", 0),
            "execute",
            "'nbd-server-start','arguments':{'addr':{'type':'unix','data':{'path':'/run/vm1.in'}}}"),
        new Case(new BlockCommand.NbdServerStop(), "execute", "'nbd-server-stop'"),
        new Case(
            new BlockCommand.ExportAdd("disk0"),
            "execute",
            "'block-export-add','arguments':{'type':'nbd','id':'disk0','node-name':'disk0',"
                + "'name':'disk0','writable':true}"),
        new Case(
            new BlockCommand.NbdNodeAdd("there", "10.77.0.2", 4444, "disk0"),
            "execute",
            "'blockdev-add','arguments':{'driver':'nbd','node-name':'there','server':"
                + "{'type':'inet','host':'10.77.0.2','port':'4444'},'export':'disk0',"
                + "'discard':'unmap'}"),
        new Case(
            new BlockCommand.NbdNodeAdd("there", "/run/vm1.out", 0, "disk0"),
            "execute",
            "'blockdev-add','arguments':{'driver':'nbd','node-name':'there','server':"
                + "{'type':'unix','path':'/run/vm1.out'},'export':'disk0','discard':'unmap'}"),
        new Case(
            new BlockCommand.NodeDelete("there"),
            "execute",
            "'blockdev-del','arguments':{'node-name':'there'}"),
        new Case(
            new BlockCommand.QueryNodes(),
            "execute",
            "'query-named-block-nodes','arguments':{'flat':true}"),
        new Case(
            new BlockCommand.Mirror("job", "disk0", "there", 2_000_000),
            "execute",
            "'blockdev-mirror','arguments':{'job-id':'job','device':'disk0','target':'there',"
                + "'sync':'full','speed':2000000,'buf-size':4194304,'granularity':4096,'auto-dismiss':false}"),
        new Case(
            new BlockCommand.JobSpeed("job", 0),
            "execute",
            "'block-job-set-speed','arguments':{'device':'job','speed':0}"),
        new Case(
            new BlockCommand.JobCancel("job", false),
            "execute",
            "'block-job-cancel','arguments':{'device':'job','force':false}"),
        new Case(
            new BlockCommand.JobDismiss("job"),
            "execute",
            "'job-dismiss','arguments':{'id':'job'}"),
        new Case(new BlockCommand.QueryJobs(), "execute", "'query-jobs'"),
        new Case(
            new BlockCommand.YankNode("there"),
            "exec-oob",
            "'yank','arguments':{'instances':[{'type':'block-node','node-name':'there'}]}"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_encoded_isTheGoldenLineAndDecodesAgain(Case it) {
    String golden = ("{'" + it.verb() + "':" + it.golden() + ",'id':7}").replace('\'', '"');
    QmpRequest request = new QmpRequest(7, it.command(), it.command().outOfBand());
    assertThat(new String(request.encode(), StandardCharsets.UTF_8)).isEqualTo(golden + "\n");
    assertThat(QmpRequest.decode(bytes(golden))).isEqualTo(request);
  }

  @Test
  void jobs_fromRealQemu_areRead() {
    QmpMessage.Success reply =
        (QmpMessage.Success)
            QmpMessage.decode(
                bytes(
                    """
                    {"return": [{"current-progress": 33554432, "status": "running", \
                    "total-progress": 67108864, "type": "mirror", "id": "disk0"}, \
                    {"current-progress": 67108864, "status": "concluded", \
                    "total-progress": 67108864, "type": "mirror", "id": "other", \
                    "error": "Operation canceled"}], "id": 3}\
                    """));
    assertThat(new BlockCommand.QueryJobs().decodeReply(reply.value()))
        .containsExactly(
            new JobInfo(
                "disk0", "running", Bytes.ofMebibytes(32), Bytes.ofMebibytes(64), Optional.empty()),
            new JobInfo(
                "other",
                "concluded",
                Bytes.ofMebibytes(64),
                Bytes.ofMebibytes(64),
                Optional.of("Operation canceled")));
  }

  @Test
  void nodes_fromRealQemu_areRead() {
    QmpMessage.Success reply =
        (QmpMessage.Success)
            QmpMessage.decode(
                bytes(
                    """
                    {"return": [{"iops_rd": 0, "detect_zeroes": "unmap", "image": \
                    {"virtual-size": 67108864, "filename": "src.raw", "format": "raw", \
                    "actual-size": 33558528, "dirty-flag": false}, "iops_wr": 0, "ro": false, \
                    "node-name": "disk0", "drv": "raw", "file": "src.raw"}], "id": 3}\
                    """));
    assertThat(new BlockCommand.QueryNodes().decodeReply(reply.value()))
        .containsExactly(new NodeInfo("disk0", Bytes.ofMebibytes(64), Bytes.of(33_558_528)));
  }

  @Test
  void job_withoutProgress_isMalformed() {
    QmpMessage.Success reply =
        (QmpMessage.Success)
            QmpMessage.decode(bytes("{\"return\":[{\"id\":\"a\",\"status\":\"b\"}],\"id\":3}"));
    assertThatThrownBy(() -> new BlockCommand.QueryJobs().decodeReply(reply.value()))
        .isInstanceOf(QmpException.class)
        .hasMessageContaining("current-progress");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
